/**
 * The structure of a kernel crash dump: header, body, modules, and the place of the tagged region.
 */
package org.crashtag.dump;
