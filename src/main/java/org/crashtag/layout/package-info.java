/** How C types lie in memory, as Microsoft's compilers lay them out. */
package org.crashtag.layout;
