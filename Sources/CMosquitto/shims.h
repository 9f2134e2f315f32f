#ifndef UMSTIEG_CMOSQUITTO_SHIMS_H
#define UMSTIEG_CMOSQUITTO_SHIMS_H

#include <mosquitto.h>

#endif
