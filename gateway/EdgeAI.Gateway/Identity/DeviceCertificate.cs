namespace EdgeAI.Gateway.Identity;

/// <summary>A certificate that was issued to a device.</summary>
/// <param name="Serial">Its serial number in upper-case hexadecimal.</param>
/// <param name="ValidUntil">When it expires, UTC.</param>
/// <param name="RevokedAt">When it was revoked, UTC; nothing while it is in force.</param>
internal sealed record DeviceCertificate(string Serial, DateTimeOffset ValidUntil, DateTimeOffset? RevokedAt = null);
