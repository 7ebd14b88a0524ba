using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The buses that sensors can refer to.</summary>
internal sealed class BusTable
{
    private readonly Dictionary<string, SourceNode> _buses = [];
    private readonly bool _isWhole;

    /// <summary>Takes the buses of a robot or of a board.</summary>
    public BusTable(SourceNode owner)
    {
        _isWhole = ProfileRules.HasList(owner, "buses");
        foreach (SourceNode bus in owner.ItemsOf("buses"))
        {
            _buses.TryAdd(bus.TextOf("name") ?? "", bus);
        }
    }

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => _buses.Keys;

    /// <summary>Whether a name that is not found is a mistake: not where the list itself is one.</summary>
    public bool Lacks(string name) => _isWhole && !_buses.ContainsKey(name);

    /// <summary>A bus, null where there is none of the name.</summary>
    public SourceNode? Bus(string? name) => name is not null && _buses.TryGetValue(name, out SourceNode? bus) ? bus : null;

    /// <summary>What a bus speaks; null where that is not known, and for simulated ones, which speak either.</summary>
    public static BusProtocol? ProtocolOf(SourceNode bus) => bus.TextOf("kind") switch
    {
        "i2c" or "linux-i2c" => BusProtocol.I2c,
        "spi" or "linux-spi" => BusProtocol.Spi,
        _ => null,
    };
}
