using System.Globalization;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Taxels: a layout of as many as the driver gives, each with a normal of length 1; a decision only of what its network sees.</summary>
internal static class TaxelRules
{
    /// <summary>How far a normal's length may be from 1, so that it is one in thousandths, too (firmware/WIRE.md, TaxelLayout: 0.995 to 1.005).</summary>
    private const double Tolerance = 0.003;

    /// <summary>What the shipped network for contact and slip sees: 3 fingers of 24 taxels.</summary>
    private const int NetworkTaxels = 72;

    public static void Check(SourceNode sensor, DriverFacts facts, ProblemList problems)
    {
        if (sensor["decision"] is { } decision && facts.OptionalProperties.Contains("decision"))
        {
            CheckDecision(sensor, facts, decision, problems);
        }

        if (sensor["taxels"] is not { Children: var taxels } list || problems.IsBad(list) || list.Kind != System.Text.Json.JsonValueKind.Array)
        {
            return;
        }

        long expected = CountOf(sensor, facts);
        if (expected > 0 && taxels.Count != expected)
        {
            problems.Add(list, $"the list holds {taxels.Count}, and the sensor gives {expected} taxels; list each of them, in the order of the readings");
        }

        foreach (SourceNode normal in taxels.Select(static taxel => taxel["normal"]).OfType<SourceNode>().TakeWhile(_ => !problems.IsFull))
        {
            double length = Math.Sqrt(normal.Children.Sum(static part => part.Number * part.Number) ?? 0);
            if (normal.Children.Count == 3 && normal.Children.All(static part => part.Number is not null) && Math.Abs(length - 1) > Tolerance)
            {
                problems.Add(normal, string.Create(CultureInfo.InvariantCulture, $"a normal has length 1, and this one {length:0.###}; divide its parts by that, with three decimals or more"));
            }
        }
    }

    private static void CheckDecision(SourceNode sensor, DriverFacts facts, SourceNode decision, ProblemList problems)
    {
        long taxels = CountOf(sensor, facts);
        if (taxels > 0 && taxels != NetworkTaxels)
        {
            problems.Add(decision, $"the network for contact and slip sees {NetworkTaxels} taxels, 3 fingers of 24, and the sensor gives {taxels}; use an fsr-matrix of 18 chips, or remove 'decision'");
        }

        if (decision["release"] is { Integer: { } release } written && decision["contact"]?.Integer is { } contact && release > contact && !problems.IsBad(written))
        {
            problems.Add(written, $"contact that begins at {contact} steps cannot end at {release}; write at most {contact}");
        }
    }

    private static long CountOf(SourceNode sensor, DriverFacts facts) =>
        facts.TaxelsPerChip > 0 ? facts.TaxelsPerChip * sensor.ItemsOf("chips").Count()
        : facts.OptionalProperties.Contains("electrodes") ? sensor["electrodes"]?.Integer ?? facts.Taxels
        : facts.Taxels;
}
