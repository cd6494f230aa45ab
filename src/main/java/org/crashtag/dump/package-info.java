/**
 * What a kernel crash dump says of itself: header, body, modules, and where the tagged region is.
 */
package org.crashtag.dump;
