using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Profiles.Validation;

/// <summary>Units: the same message carries counts of one sensor and newton of another, and a stage that takes the one would refuse every reading of the other.</summary>
internal static class QuantityRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        StreamTable streams = new(profile);
        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (StageRules.FactsOf(stage) is not { } facts)
            {
                continue;
            }

            foreach ((SourceNode input, Quantity? wanted) in GraphRules.InputsOf(stage).Zip(facts.Quantities))
            {
                if (wanted is { } quantity && !problems.IsBad(input) && input.Text is { } name && QuantityOf(name, streams) is { } given && given != quantity)
                {
                    problems.Add(input, Mismatch(facts, quantity, name, given, streams.Sensor(name)));
                }
            }
        }
    }

    private static string Mismatch(StageFacts facts, Quantity wanted, string name, Quantity given, SourceNode? sensor) => sensor?["calibration"]?["unit"] is null
        ? $"a '{facts.Name}' stage takes {QuantityText.Of(wanted)}, and {Shown.Quoted(name)} gives {QuantityText.Of(given)}; name a stream of {QuantityText.Of(wanted)}"
        : $"a '{facts.Name}' stage takes {QuantityText.Of(wanted)}, and {Shown.Quoted(name)} is calibrated in {QuantityText.Of(given)}; calibrate the sensor with \"unit\": \"newton\"";

    /// <summary>What a stream measures; null where nothing that is sound says it.</summary>
    private static Quantity? QuantityOf(string stream, StreamTable streams)
    {
        SourceNode? source = streams.SourceOf(stream, static stage => StageRules.FactsOf(stage) is { Answers: null });
        if (source is null || StageRules.FactsOf(source) is { } told)
        {
            return source is null ? null : StageRules.FactsOf(source)!.Answers;
        }

        DriverFacts? driver = SensorRules.FactsOf(source);
        return driver is null ? null
            : driver.Quantity ?? (source["calibration"]?.TextOf("unit") switch
            {
                "newton" => Quantity.Newton,
                "count" => Quantity.Counts,
                _ => null,
            });
    }
}
