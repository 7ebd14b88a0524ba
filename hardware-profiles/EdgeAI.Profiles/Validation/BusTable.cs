using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The buses that sensors can refer to.</summary>
internal sealed class BusTable
{
    private readonly Dictionary<string, SourceNode> _buses = [];
    private readonly bool _isWhole;
    private readonly BusProtocol? _protocol;

    private BusTable(SourceNode owner, BusProtocol? protocol)
    {
        _protocol = protocol;
        _isWhole = ProfileRules.HasList(owner, "buses");
        foreach (SourceNode bus in owner.ItemsOf("buses"))
        {
            _buses.TryAdd(bus.TextOf("name") ?? "", bus);
        }
    }

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => _buses.Keys;

    /// <summary>The buses of a robot, all I2C.</summary>
    public static BusTable OfRobot(SourceNode profile) => new(profile, BusProtocol.I2c);

    /// <summary>The buses of a board, each of its kind.</summary>
    public static BusTable OfBoard(SourceNode board) => new(board, null);

    /// <summary>Whether a name that is not found is a mistake: not where the list itself is one.</summary>
    public bool Lacks(string name) => _isWhole && !_buses.ContainsKey(name);

    /// <summary>A bus, null where there is none of the name.</summary>
    public SourceNode? Bus(string? name) => name is not null && _buses.TryGetValue(name, out SourceNode? bus) ? bus : null;

    /// <summary>What a bus speaks; null where that is not known.</summary>
    public BusProtocol? ProtocolOf(SourceNode bus) => _protocol ?? bus.TextOf("kind") switch
    {
        "i2c" => BusProtocol.I2c,
        "spi" => BusProtocol.Spi,
        _ => null,
    };
}
