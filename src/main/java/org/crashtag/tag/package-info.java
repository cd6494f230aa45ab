/** The tagged region: the chain of blobs that drivers added, and whose tags they carry. */
package org.crashtag.tag;
