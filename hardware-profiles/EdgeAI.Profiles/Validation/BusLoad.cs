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

    /// <summary>Selecting a channel, reading that back and deselecting: three transfers of two bytes, nine clocks a byte, two for start and stop.</summary>
    private const int SwitchClocks = 60;

    /// <summary>Checks each bus of a board.</summary>
    public static void Check(SourceNode board, ProblemList problems)
    {
        foreach (SourceNode bus in board.ItemsOf("buses"))
        {
            if (bus["hertz"] is not { Integer: > 0 } hertz || bus.TextOf("name") is not { } name || problems.IsBad(hertz))
            {
                continue;
            }

            double asked = board.ItemsOf("sensors").Where(sensor => sensor.TextOf("bus") == name).Sum(ClocksPerSecond);
            double usable = UsablePart * hertz.Integer.Value;
            if (asked > usable)
            {
                problems.Add(hertz, string.Create(CultureInfo.InvariantCulture, $"the sensors on bus {Shown.Quoted(name)} ask for {asked:0} clocks a second, and 80 % of {hertz.Written} Hz are {usable:0}; raise 'hertz', ask less often, or use another bus"));
            }
        }
    }

    private static double ClocksPerSecond(SourceNode sensor)
    {
        if (SensorRules.FactsOf(sensor) is not { } facts || sensor["rateHz"]?.Number is not { } rate)
        {
            return 0;
        }

        SourceNode[] chips = sensor["chips"] is null ? [sensor] : [.. sensor.ItemsOf("chips")];
        return rate * chips.Sum(chip => facts.BusClocks + (chip["channel"] is null ? 0.0 : facts.BusTransfers * SwitchClocks));
    }
}
