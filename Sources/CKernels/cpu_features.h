// Which instruction sets this CPU and its operating system offer.
#ifndef DESCENT_CPU_FEATURES_H
#define DESCENT_CPU_FEATURES_H

int descent_cpu_has_avx2_fma(void);
int descent_cpu_has_avx512(void);

#endif
