/** Storage in S3, and in stores that speak its protocol. */
package org.crashtag.storage.s3;
