using System.Collections.Immutable;

namespace EdgeAI.Gateway.Identity;

/// <summary>The registry's file.</summary>
/// <param name="Version">The file's version, 1.</param>
/// <param name="Changed">When it was last changed, UTC.</param>
/// <param name="Authorities">The authorities, the one that issues first.</param>
/// <param name="Devices">The devices.</param>
internal sealed record RegistryDocument(int Version, DateTimeOffset Changed, ImmutableArray<AuthorityEntry> Authorities, ImmutableArray<EnrolledDevice> Devices);
