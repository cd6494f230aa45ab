/** Layouts from C headers: what Microsoft's compiler would make of a driver's structures. */
package org.crashtag.layout.header;
