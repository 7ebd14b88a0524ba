using System.Text;
using System.Text.Json.Nodes;
using EdgeAI.SimulatedBoard.Generators;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class ClassConditionalGeneratorTests
{
    private const int Values = 6;

    [Fact]
    public void Draw_ManyTimes_HasTheMeanAndCovarianceOfTheModel()
    {
        const int Draws = 20_000;
        ClassConditionalGenerator generator = SyntheticGenerators.Make([Values], "first", "second");
        RandomStream random = new(11);
        float[][] draws = [.. Enumerable.Range(0, Draws).Select(_ => Draw(generator, 1, ref random))];

        for (int i = 0; i < Values; i++)
        {
            // Weighted levels: 2000 - 100 x 0.75 + 300 x 0.25 = 2000; their spread, 0.75 x 100^2 + 0.25 x 300^2 = 30000, is common to all.
            Assert.InRange(draws.Average(draw => draw[i]), 2000 + (10 * i) - 5, 2000 + (10 * i) + 5);
            for (int j = 0; j < Values; j++)
            {
                double sign = (i + j) % 2 == 0 ? 1 : -1;
                double expected = 30_000 + ((20.0 + i) * (20 + j)) + (sign * 225) + (i == j ? 25 : 0);
                double actual = draws.Average(draw => (draw[i] - 2000.0 - (10 * i)) * (draw[j] - 2000.0 - (10 * j)));
                Assert.InRange(actual, expected * 0.97, expected * 1.03);
            }
        }
    }

    [Fact]
    public void Draw_SameSeed_IsTheSame()
    {
        ClassConditionalGenerator generator = SyntheticGenerators.Make([2, 3], "first");
        RandomStream one = new(3);
        RandomStream two = new(3);
        Assert.Equal(Draw(generator, 0, ref one), Draw(generator, 0, ref two));
        Assert.NotEqual(Draw(generator, 0, ref one), Draw(generator, 0, ref one));
        Assert.Equal([2, 3], generator.Shape.ToArray());
    }

    [Fact]
    public void Draw_ByLabelOrIndex_IsTheSame()
    {
        ClassConditionalGenerator generator = SyntheticGenerators.Make([Values], "first", "second");
        RandomStream one = new(3);
        RandomStream two = new(3);
        float[] byLabel = new float[Values];
        generator.Draw("second", ref one, byLabel);
        Assert.Equal(Draw(generator, 1, ref two), byLabel);
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
        {
            RandomStream random = new(1);
            generator.Draw("third", ref random, byLabel);
        });
        Assert.Contains("'third'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_OfIntegersWithBounds_IsRoundedAndClamped()
    {
        JsonObject document = SyntheticGenerators.Document([Values], "first");
        document["minimum"] = 850;
        document["maximum"] = 950;
        Assert.True(Parse(document, out ClassConditionalGenerator? generator, out _));
        RandomStream random = new(1);
        for (int draw = 0; draw < 500; draw++)
        {
            Assert.All(Draw(generator, 0, ref random), static value =>
            {
                Assert.InRange(value, 850, 950);
                Assert.Equal(Math.Round(value), value);
            });
        }
    }

    [Fact]
    public void Draw_InSteadyState_AllocatesNothing()
    {
        ClassConditionalGenerator generator = SyntheticGenerators.Make([72], "stable", "slip");
        RandomStream random = new(1);
        float[] values = new float[72];
        generator.Draw(0, ref random, values);
        generator.Draw("slip", ref random, values);
        AllocationMeter meter = AllocationMeter.Start();
        for (int draw = 0; draw < 1000; draw++)
        {
            generator.Draw(draw & 1, ref random, values);
            generator.Draw("slip", ref random, values);
        }

        Assert.Equal(0, meter.Bytes);
    }

    [Theory]
    [InlineData("/format", "\"other/1\"", "$.format")]
    [InlineData("/name", "\"\"", "$.name")]
    [InlineData("/shape", "[]", "$.shape")]
    [InlineData("/shape", "[6, -1]", "$.shape[1]")]
    [InlineData("/shape", "[2000000000, 2000000000]", "$.shape")]
    [InlineData("/shape", "[1, 2, 3]", "$.shape")]
    [InlineData("/integer", "1", "$.integer")]
    [InlineData("/minimum", "null", "$.minimum")]
    [InlineData("/minimum", "9000", "$.minimum")]
    [InlineData("/classes", "{}", "$.classes")]
    [InlineData("/classes/0", "3", "$.classes[0].label")]
    [InlineData("/classes/1/label", "\"first\"", "$.classes[1].label")]
    [InlineData("/classes/1/components", "[]", "$.classes[1].components")]
    [InlineData("/classes/0/components/1/weight", "0", "$.classes[0].components[1].weight")]
    [InlineData("/classes/0/components/1/weight", "0.5", "$.classes[0].components")]
    [InlineData("/classes/0/components/0/mean", "[1, 2]", "$.classes[0].components[0].mean")]
    [InlineData("/classes/0/components/0/factors", "7", "$.classes[0].components[0].factors")]
    [InlineData("/classes/0/components/0/factors/1", "[1]", "$.classes[0].components[0].factors[1]")]
    [InlineData("/classes/0/components/0/noise", "[1, 2, 3, 4, 5, \"6\"]", "$.classes[0].components[0].noise[5]")]
    [InlineData("/classes/0/components/0/noise", "[1, 2, -3, 4, 5, 6]", "$.classes[0].components[0].noise[2]")]
    public void Parse_OneThingWrong_IsOneLineWithFileAndPlace(string pointer, string value, string place)
    {
        JsonObject document = SyntheticGenerators.Document([Values], "first", "second");
        Replace(document, pointer, JsonNode.Parse(value));
        Assert.False(Parse(document, out ClassConditionalGenerator? generator, out string? error));
        Assert.Null(generator);
        Assert.StartsWith($"hand.json: {place}: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\": ")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"format\": \"\\uD800\"}")]
    [InlineData("{\"\\uD800\": 1, \"format\": 2}")]
    public void Parse_NotAGenerator_IsOneLine(string json)
    {
        Assert.False(ClassConditionalGenerator.TryParse(Encoding.UTF8.GetBytes(json), "hand.json", out _, out string? error));
        Assert.StartsWith("hand.json: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error!);
    }

    [Fact]
    public void Parse_AnyTruncationOrFlippedByte_NeverThrows()
    {
        byte[] json = Encoding.UTF8.GetBytes(SyntheticGenerators.Document([3], "first").ToJsonString());
        RandomStream random = new(99);
        for (int time = 0; time < 3000; time++)
        {
            byte[] broken = json[..(int)(random.NextUniform() * json.Length)];
            if (time % 2 == 0)
            {
                broken = [.. json];
                broken[(int)(random.NextUniform() * json.Length)] = (byte)random.NextBits();
            }

            bool read = ClassConditionalGenerator.TryParse(broken, "hand.json", out ClassConditionalGenerator? generator, out string? error);
            Assert.Equal(read, generator is not null);
            Assert.Equal(read, error is null);
        }
    }

    [Fact]
    public void Load_FileAbsent_IsOneLineThatNamesIt()
    {
        string path = Path.Combine(Path.GetTempPath(), "edgeai-no-such-generator.json");
        Assert.False(ClassConditionalGenerator.TryLoad(path, out _, out string? error));
        Assert.StartsWith(path, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error!);
    }

    private static float[] Draw(ClassConditionalGenerator generator, int label, ref RandomStream random)
    {
        float[] values = new float[generator.ValueCount];
        generator.Draw(label, ref random, values);
        return values;
    }

    private static bool Parse(JsonObject document, out ClassConditionalGenerator generator, out string? error)
    {
        bool read = ClassConditionalGenerator.TryParse(Encoding.UTF8.GetBytes(document.ToJsonString()), "hand.json", out ClassConditionalGenerator? parsed, out error);
        generator = parsed!;
        return read;
    }

    private static void Replace(JsonNode node, string pointer, JsonNode? value)
    {
        string[] steps = pointer.Split('/')[1..];
        foreach (string step in steps[..^1])
        {
            node = node is JsonArray list ? list[int.Parse(step)]! : node[step]!;
        }

        if (node is JsonArray array)
        {
            array[int.Parse(steps[^1])] = value;
        }
        else
        {
            node[steps[^1]] = value;
        }
    }
}
