/** What Windows and its standard drivers write: firmware, devices, last requests, black boxes. */
package org.crashtag.decode.windows;
