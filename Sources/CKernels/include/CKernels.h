#ifndef CKERNELS_H
#define CKERNELS_H

#include "CKernelsInference.h"
#include "CKernelsTraining.h"

#endif
