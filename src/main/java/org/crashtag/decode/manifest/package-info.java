/**
 * Definitions of events: a provider's manifest defines the fields and the message of each event.
 */
package org.crashtag.decode.manifest;
