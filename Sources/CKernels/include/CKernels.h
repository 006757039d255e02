#ifndef INKLING_CKERNELS_H
#define INKLING_CKERNELS_H

#include "CKernelsTraining.h"

#endif
