/** Memory layouts of C types, as produced by Microsoft's compilers. */
package org.crashtag.layout;
