/** Layouts from C headers, as Microsoft's compiler would lay out a driver's structures. */
package org.crashtag.layout.header;
