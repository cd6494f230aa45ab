/**
 * Iceberg metadata over the committed parts, so that other engines read the tables as they are. The
 * manifests of the runs remain authoritative: metadata can be written again from them at any time.
 */
package org.crashtag.publish;
