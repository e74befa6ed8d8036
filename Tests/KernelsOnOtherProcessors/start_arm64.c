// What kernel_digests.c uses of a C library, so that the emulator is all that a test for Linux on
// arm64 needs: the start of the process, its end, output and copies.
typedef unsigned long size;

int main(int count, char **arguments);

long write(int file, const void *bytes, size count) {
  register long x0 __asm__("x0") = file;
  register const void *x1 __asm__("x1") = bytes;
  register size x2 __asm__("x2") = count;
  register long x8 __asm__("x8") = 64;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x8) : "memory");
  return x0;
}

_Noreturn void start(long *stack) {
  register long x0 __asm__("x0") = main((int)stack[0], (char **)(stack + 1));
  register long x8 __asm__("x8") = 93;
  __asm__ volatile("svc 0" : : "r"(x0), "r"(x8));
  __builtin_unreachable();
}

__asm__(".globl _start\n_start: mov x0, sp\n b start\n");

void *memcpy(void *to, const void *from, size count) {
  for (size i = 0; i < count; i++) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}

void *memset(void *to, int value, size count) {
  for (size i = 0; i < count; i++) ((char *)to)[i] = (char)value;
  return to;
}
