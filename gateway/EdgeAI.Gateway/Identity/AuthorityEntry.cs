namespace EdgeAI.Gateway.Identity;

/// <summary>An authority as the registry's file holds it.</summary>
/// <param name="KeyName">The name of its key; nothing once it issues no more.</param>
/// <param name="Certificate">Its certificate, DER.</param>
/// <param name="Cross">Its name and key signed by the authority before it, DER.</param>
/// <param name="TrustedUntil">When trust in it ends, UTC; nothing while it issues.</param>
internal sealed record AuthorityEntry(string? KeyName, byte[] Certificate, byte[]? Cross, DateTimeOffset? TrustedUntil);
