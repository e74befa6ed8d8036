#define _GNU_SOURCE
#include "CMicrohttpd.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

// Not one that is of this computer alone, or of one cable and of no use without its name.
static bool is_of_a_network(const struct ifaddrs *entry, bool is_six) {
  unsigned needed = IFF_UP | IFF_RUNNING;
  if (!entry->ifa_addr || (entry->ifa_flags & needed) != needed) return false;
  if (entry->ifa_flags & IFF_LOOPBACK) return false;
  if (is_six) {
    return entry->ifa_addr->sa_family == AF_INET6 &&
           !IN6_IS_ADDR_LINKLOCAL(&((const struct sockaddr_in6 *)(const void *)entry->ifa_addr)->sin6_addr);
  }
  if (entry->ifa_addr->sa_family != AF_INET) return false;
  const struct sockaddr_in *four = (const void *)entry->ifa_addr;
  return ntohl(four->sin_addr.s_addr) >> 16 != 0xA9FE;
}

bool cmh_own_address(bool is_six, unsigned place, char *text, size_t room) {
  struct ifaddrs *first = NULL;
  if (getifaddrs(&first) != 0) return false;
  socklen_t size = is_six ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
  bool is_found = false;
  for (struct ifaddrs *entry = first; entry && !is_found; entry = entry->ifa_next) {
    if (!is_of_a_network(entry, is_six) || place-- > 0) continue;
    is_found =
      getnameinfo(entry->ifa_addr, size, text, (socklen_t)room, NULL, 0, NI_NUMERICHOST) == 0;
  }
  freeifaddrs(first);
  return is_found;
}
