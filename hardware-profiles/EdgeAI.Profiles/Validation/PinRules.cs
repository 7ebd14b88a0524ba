using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>A board's pins: each serves one purpose.</summary>
internal static class PinRules
{
    private static readonly string[] BusPins = ["sda", "scl", "mosi", "miso", "clock", "select"];
    private static readonly string[] LinkPins = ["transmitPin", "receivePin"];

    public static void Check(SourceNode board, ProblemList problems)
    {
        Dictionary<long, SourceNode> used = [];
        IEnumerable<SourceNode?> pins = board.ItemsOf("buses").SelectMany(static bus => BusPins.Select(name => bus[name]))
            .Concat(LinkPins.Select(name => board["link"]?[name]))
            .Append(board["identifyPin"]);
        foreach (SourceNode pin in pins.OfType<SourceNode>())
        {
            if (pin.Integer is { } number && !problems.IsBad(pin) && !used.TryAdd(number, pin))
            {
                problems.Add(pin, $"pin {pin.Written} is taken by {ProblemList.PlaceOf(used[number], pin)}; use another one");
            }
        }
    }
}
