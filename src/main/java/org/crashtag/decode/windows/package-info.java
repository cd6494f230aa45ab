/** Data of Windows and its standard drivers: firmware, devices, last requests, black boxes. */
package org.crashtag.decode.windows;
