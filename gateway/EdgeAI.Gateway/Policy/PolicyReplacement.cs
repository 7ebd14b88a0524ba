namespace EdgeAI.Gateway.Policy;

/// <summary>A policy that came into force in the place of another; the record of it (kind 8) is on disk.</summary>
/// <param name="Before">The revision before; 0 for the built-in policy.</param>
/// <param name="Revision">The revision in force; 0 for the built-in policy.</param>
/// <param name="Digest">The first digits of the SHA-256 of its text.</param>
internal sealed record PolicyReplacement(uint Before, uint Revision, string Digest);
