#pragma once

#define ACME_SHIFT 4
#define ACME_SLOTS (1 << ACME_SHIFT)

enum ACME_KIND {
  AcmeNone,
  AcmeSend = 0x10,
  AcmeReceive,
  AcmeKinds
};
