using System.Globalization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>
/// Whether a bus carries what its sensors ask of it. The estimate counts each reading's clocks; a board also asks chips that are not ready yet and
/// tries failed transfers again, for which a part of the bus stays free. Streams that share a chip are each counted, a little too much.
/// </summary>
internal static class BusLoad
{
    private const double UsablePart = 0.8;

    /// <summary>Selecting a channel and reading that back: two transfers of two bytes, nine clocks a byte, two for start and stop.</summary>
    private const int SelectClocks = 40;

    /// <summary>Deselecting after each transfer, as every switch does that is not alone on its bus: one more.</summary>
    private const int DeselectClocks = 20;

    /// <summary>Checks each bus of a board.</summary>
    public static void Check(SourceNode board, ProblemList problems)
    {
        foreach (SourceNode bus in board.ItemsOf("buses"))
        {
            if (bus["hertz"] is not { Integer: > 0 } hertz || bus.TextOf("name") is not { } name || problems.IsBad(hertz))
            {
                continue;
            }

            SourceNode[] sensors = [.. board.ItemsOf("sensors").Where(sensor => sensor.TextOf("bus") == name)];
            bool isAlone = sensors.Select(static sensor => sensor.TextOf("switch")).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count() <= 1;
            double asked = sensors.Sum(sensor => ClocksPerSecond(sensor, isAlone));
            double usable = UsablePart * hertz.Integer.Value;
            if (asked > usable)
            {
                problems.Add(hertz, string.Create(CultureInfo.InvariantCulture, $"the sensors on bus {Shown.Quoted(name)} ask for {asked:0} clocks a second, and 80 % of {hertz.Written} Hz are {usable:0}; raise 'hertz', ask less often, or use another bus"));
            }
        }
    }

    private static double ClocksPerSecond(SourceNode sensor, bool isAlone)
    {
        if (SensorRules.FactsOf(sensor) is not { } facts || sensor["rateHz"]?.Number is not { } rate)
        {
            return 0;
        }

        SourceNode[] chips = sensor["chips"] is null ? [sensor] : [.. sensor.ItemsOf("chips")];
        long?[] channels = [.. chips.Select(static chip => chip["channel"]?.Integer).Where(static channel => channel is not null)];
        return rate * ((chips.Length * (double)facts.BusClocks) + (facts.BusTransfers * (isAlone ? RunsOf(channels) * SelectClocks : channels.Length * (SelectClocks + DeselectClocks))));
    }

    /// <summary>How often the channel changes when the chips are asked in their order: a switch alone on its bus is turned then, at most once for each transfer with a chip.</summary>
    private static int RunsOf(long?[] channels) => channels.Where((channel, index) => index == 0 || channels[index - 1] != channel).Count();
}
