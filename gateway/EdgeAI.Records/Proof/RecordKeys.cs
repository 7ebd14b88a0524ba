namespace EdgeAI.Records.Proof;

/// <summary>The public keys that a verification believes: of one gateway, or of whichever signed by it. Fill it before it is used.</summary>
public sealed class RecordKeys
{
    private readonly List<RecordPublicKey> _ofAny = [];
    private readonly Dictionary<string, List<RecordPublicKey>> _ofOne = new(StringComparer.Ordinal);

    /// <summary>Believes a key of any gateway. The keys must then all be of one hand: each could sign for the others.</summary>
    public void Add(RecordPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _ofAny.Add(key);
    }

    /// <summary>Believes a key of one gateway.</summary>
    public void Add(string gateway, RecordPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_ofOne.TryGetValue(gateway, out List<RecordPublicKey>? keys))
        {
            _ofOne.Add(gateway, keys = []);
        }

        keys.Add(key);
    }

    /// <summary>The keys of a gateway.</summary>
    internal RecordPublicKey[] Of(string gateway) => [.. _ofOne.TryGetValue(gateway, out List<RecordPublicKey>? keys) ? keys : [], .. _ofAny];
}
