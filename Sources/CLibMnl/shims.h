#ifndef UMSTIEG_CLIBMNL_SHIMS_H
#define UMSTIEG_CLIBMNL_SHIMS_H

#include <libmnl/libmnl.h>
// What the messages hold.
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>
#include <linux/wireguard.h>

#endif
