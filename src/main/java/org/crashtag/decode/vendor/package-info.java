/** Data of drivers of vendors other than Microsoft, except display drivers. */
package org.crashtag.decode.vendor;
