/**
 * Definitions of events: a provider's manifest says which fields an event carries and what it means
 * in words.
 */
package org.crashtag.decode.manifest;
