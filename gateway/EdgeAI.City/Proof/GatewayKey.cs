using EdgeAI.Records.Proof;

namespace EdgeAI.City.Proof;

/// <summary>A gateway's public key. One that is revoked attests the seals that were anchored before, and no others.</summary>
internal readonly record struct GatewayKey(RecordPublicKey Key, bool IsRevoked);
