/** The firmware's description of the machine: SMBIOS (DMTF DSP0134). */
package org.crashtag.decode.smbios;
