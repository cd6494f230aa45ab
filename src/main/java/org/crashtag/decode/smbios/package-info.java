/** What the firmware says of the machine: SMBIOS (DMTF DSP0134). */
package org.crashtag.decode.smbios;
