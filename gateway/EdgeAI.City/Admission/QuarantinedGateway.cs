namespace EdgeAI.City.Admission;

/// <summary>A gateway in quarantine, as the status page and <c>gateways list</c> tell of it.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Reason">Which limit it broke.</param>
/// <param name="Kept">The messages that are kept of it.</param>
/// <param name="KeptBytes">Their bytes.</param>
/// <param name="NotKept">The messages beyond the room that there is for it: counted and gone.</param>
internal sealed record QuarantinedGateway(string Site, string Gateway, DateTimeOffset Since, string Reason, long Kept, long KeptBytes, long NotKept);
