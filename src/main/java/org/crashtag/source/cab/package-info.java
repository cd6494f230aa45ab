/**
 * Reads cabinets (.cab): stored, MSZIP and LZX folders, read forward in bounded memory. Written
 * from Microsoft's open specifications [MS-CAB] (the file) and [MS-PATCH] (LZX).
 */
package org.crashtag.source.cab;
