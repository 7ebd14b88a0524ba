using System.Text.Json.Nodes;
using EdgeAI.SimulatedBoard.Generators;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Small generators in the committed format, made up for tests.</summary>
internal static class SyntheticGenerators
{
    /// <summary>Each class draws around a mean of its own: 1000 x (index + 1), plus 10 x the value's place, with one factor.</summary>
    public static JsonObject Document(int[] shape, params string[] labels)
    {
        int count = shape.Aggregate(1, static (product, length) => product * length);
        JsonArray classes = [];
        for (int index = 0; index < labels.Length; index++)
        {
            classes.Add(new JsonObject
            {
                ["label"] = labels[index],
                ["components"] = new JsonArray(Component(0.75, count, (1000 * (index + 1)) - 100), Component(0.25, count, (1000 * (index + 1)) + 300)),
            });
        }

        return new JsonObject
        {
            ["format"] = ClassConditionalGenerator.Format,
            ["name"] = "synthetic",
            ["shape"] = new JsonArray([.. shape.Select(static length => (JsonNode)length)]),
            ["integer"] = true,
            ["minimum"] = 0,
            ["maximum"] = 9000,
            ["classes"] = classes,
        };
    }

    public static ClassConditionalGenerator Make(int[] shape, params ReadOnlySpan<string> labels)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(Document(shape, labels.ToArray()).ToJsonString());
        Assert.True(ClassConditionalGenerator.TryParse(json, "synthetic.json", out ClassConditionalGenerator? generator, out string? error), error);
        return generator;
    }

    private static JsonObject Component(double weight, int count, double level) => new()
    {
        ["weight"] = weight,
        ["mean"] = Row(count, place => level + (10 * place)),
        ["factors"] = new JsonArray(Row(count, static place => 20 + place), Row(count, static place => place % 2 == 0 ? 15 : -15)),
        ["noise"] = Row(count, static _ => 5),
    };

    private static JsonArray Row(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(place => (JsonNode)value(place))];
}
