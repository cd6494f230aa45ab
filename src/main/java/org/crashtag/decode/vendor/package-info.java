/** What drivers of other vendors than Microsoft leave in a dump, display drivers aside. */
package org.crashtag.decode.vendor;
