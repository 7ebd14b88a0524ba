using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>What a gateway tells a robot of an artifact: the arguments of <c>artifact.install</c>, <c>artifact.check</c> and <c>artifact.rollback</c>.</summary>
public sealed record ArtifactOrder
{
    /// <summary>The rollout that it belongs to: the id of the announcement.</summary>
    public required string Rollout { get; init; }

    /// <summary>The artifact's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>What it is.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Its SHA-256.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How often what came is synced, in bytes.</summary>
    public required int ChunkBytes { get; init; }

    /// <summary>Where the gateway serves it: <c>http</c> or <c>https</c>, on the host at which the robot reaches the gateway.</summary>
    public required string Scheme { get; init; }

    /// <summary>The TCP port there.</summary>
    public required int Port { get; init; }

    /// <summary>Reads an order; false where it is none. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ArtifactOrder? order)
    {
        try
        {
            order = JsonSerializer.Deserialize(json, DownlinkJson.Default.ArtifactOrder);
        }
        catch (JsonException)
        {
            order = null;
        }

        bool isSound = order is not null && CommandId.TryParse(order.Rollout, out _) && Identifier.IsValid(order.Name.AsSpan()) && Identifier.IsValid(order.Version.AsSpan())
            && ArtifactManifest.IsHash(order.Sha256) && order.Bytes > 0 && order.ChunkBytes > 0 && order.Port is > 0 and <= ushort.MaxValue && order.Scheme is "http" or "https" && Enum.IsDefined(order.Kind);
        order = isSound ? order : null;
        return isSound;
    }

    /// <summary>Where the artifact is, for a robot that reaches the gateway at a host.</summary>
    public Uri UrlAt(string host) => new UriBuilder(Scheme, host, Port, $"artifacts/{Sha256}").Uri;
}
