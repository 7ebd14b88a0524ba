using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace EdgeAI.SimulatedBoard.Generators;

/// <summary>Reads and checks a generator's JSON. Properties that it does not know (origin, digests, notes) are left alone.</summary>
internal ref struct GeneratorReader
{
    /// <summary>The most values in one draw: what fits on the stack many times over.</summary>
    public const int MaxValues = 1024;

    private const double WeightTolerance = 1e-3;

    private string? _fault;

    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out GeneratorDocument? document, [NotNullWhen(false)] out string? fault)
    {
        document = null;
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json);
            GeneratorReader reader = default;
            document = reader.ReadRoot(parsed.RootElement);
            fault = reader._fault;
        }
        catch (JsonException exception)
        {
            fault = $"line {exception.LineNumber + 1}: not JSON (byte {exception.BytePositionInLine} of the line): write the file again or fit the generator again";
        }
        catch (InvalidOperationException)
        {
            // JsonElement's answer to bytes that are no UTF-8 and to halves of a surrogate pair, at the moment they are asked for.
            fault = "$: holds text that is not Unicode: write the file again as UTF-8";
        }

        if (fault is not null)
        {
            document = null;
        }

        return document is not null;
    }

    private GeneratorDocument? ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Fail<GeneratorDocument>("$", "not an object", $"the file is one object with \"format\": \"{ClassConditionalGenerator.Format}\"");
        }

        string? format = ReadText(root, "$", "format");
        if (format is not null && format != ClassConditionalGenerator.Format)
        {
            Fail<string>("$.format", $"'{format}' is not known", $"fit the generator again as '{ClassConditionalGenerator.Format}'");
        }

        string? name = ReadText(root, "$", "name");
        int[]? shape = ReadShape(root);
        bool integer = ReadFlag(root, "integer");
        double minimum = ReadNumber(root, "$", "minimum");
        double maximum = ReadNumber(root, "$", "maximum");
        if (_fault is null && minimum >= maximum)
        {
            Fail<string>("$.minimum", $"{minimum} does not lie below the maximum, {maximum}", "write the least and the greatest value that the sensor can give");
        }

        if (_fault is not null || name is null || shape is null)
        {
            return null;
        }

        int count = 1;
        foreach (int length in shape)
        {
            count *= length;
        }

        JsonElement classes = ReadArray(root, "$", "classes");
        int classCount = _fault is null ? classes.GetArrayLength() : 0;
        string[] labels = new string[classCount];
        MixtureComponent[][] components = new MixtureComponent[classCount][];
        for (int index = 0; index < classCount && _fault is null; index++)
        {
            string path = $"$.classes[{index}]";
            string label = ReadText(classes[index], path, "label") ?? "";
            if (Array.IndexOf(labels, label, 0, index) >= 0)
            {
                Fail<string>($"{path}.label", $"'{label}' stands twice", "give each class a label of its own");
            }

            labels[index] = label;
            components[index] = ReadComponents(classes[index], path, count);
        }

        return _fault is null ? new GeneratorDocument(name, shape, count, integer, minimum, maximum, labels, components) : null;
    }

    private MixtureComponent[] ReadComponents(JsonElement owner, string path, int valueCount)
    {
        JsonElement list = ReadArray(owner, path, "components");
        if (_fault is not null)
        {
            return [];
        }

        MixtureComponent[] components = new MixtureComponent[list.GetArrayLength()];
        double total = 0;
        for (int index = 0; index < components.Length && _fault is null; index++)
        {
            string place = $"{path}.components[{index}]";
            double weight = ReadNumber(list[index], place, "weight");
            if (_fault is null && weight <= 0)
            {
                Fail<string>($"{place}.weight", $"{weight} is not above zero", "leave out components that nothing is drawn from");
            }

            total += weight;
            double[] mean = ReadValues(list[index], place, "mean", valueCount);
            double[][] factors = ReadFactors(list[index], place, valueCount);
            double[] noise = ReadValues(list[index], place, "noise", valueCount);
            int negative = Array.FindIndex(noise, static value => value < 0);
            if (negative >= 0)
            {
                Fail<string>($"{place}.noise[{negative}]", $"{noise[negative]} is below zero", "noise is a standard deviation: zero or more");
            }

            components[index] = new MixtureComponent(total, mean, factors, noise);
        }

        if (_fault is null && Math.Abs(total - 1) > WeightTolerance)
        {
            Fail<string>($"{path}.components", $"the weights add up to {total}", "make them add up to 1");
        }

        for (int index = 0; index < components.Length && _fault is null; index++)
        {
            components[index] = components[index] with { CumulativeWeight = components[index].CumulativeWeight / total };
        }

        return components;
    }

    private double[][] ReadFactors(JsonElement owner, string path, int valueCount)
    {
        if (_fault is not null)
        {
            return [];
        }

        if (!owner.TryGetProperty("factors", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            Fail<string>($"{path}.factors", "missing or not an array", "write one row per factor, or [] for none");
            return [];
        }

        double[][] factors = new double[list.GetArrayLength()][];
        for (int row = 0; row < factors.Length && _fault is null; row++)
        {
            factors[row] = ReadRow(list[row], $"{path}.factors[{row}]", valueCount);
        }

        return factors;
    }

    private double[] ReadValues(JsonElement owner, string path, string property, int valueCount)
    {
        JsonElement list = ReadArray(owner, path, property);
        return _fault is null ? ReadRow(list, $"{path}.{property}", valueCount) : [];
    }

    private double[] ReadRow(JsonElement list, string path, int valueCount)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != valueCount)
        {
            string found = list.ValueKind == JsonValueKind.Array ? $"{list.GetArrayLength()} numbers" : "not an array";
            Fail<string>(path, found, $"write {valueCount} numbers, one for each value of $.shape");
            return [];
        }

        double[] values = new double[valueCount];
        for (int index = 0; index < valueCount; index++)
        {
            if (list[index].ValueKind != JsonValueKind.Number || !list[index].TryGetDouble(out values[index]) || !double.IsFinite(values[index]))
            {
                Fail<string>($"{path}[{index}]", "not a finite number", "write a number");
                return [];
            }
        }

        return values;
    }

    private int[]? ReadShape(JsonElement root)
    {
        const string Mend = "write one or two whole numbers above zero, such as [72] or [15, 6]";
        JsonElement list = ReadArray(root, "$", "shape");
        if (_fault is not null)
        {
            return null;
        }

        int[] shape = new int[list.GetArrayLength()];
        long product = 1;
        for (int index = 0; index < shape.Length; index++)
        {
            if (list[index].ValueKind != JsonValueKind.Number || !list[index].TryGetInt32(out shape[index]) || shape[index] <= 0)
            {
                return Fail<int[]>($"$.shape[{index}]", "not a whole number above zero", Mend);
            }

            product = Math.Min(product * shape[index], MaxValues + 1);
        }

        if (shape.Length > 2 || product > MaxValues)
        {
            return Fail<int[]>("$.shape", $"more than two dimensions or more than {MaxValues} values", Mend);
        }

        return shape;
    }

    private string? ReadText(JsonElement owner, string path, string property)
    {
        if (_fault is null
            && owner.ValueKind == JsonValueKind.Object
            && owner.TryGetProperty(property, out JsonElement element)
            && element.ValueKind == JsonValueKind.String
            && element.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        return Fail<string>($"{path}.{property}", "missing, empty or not text", "write it as the format asks");
    }

    private double ReadNumber(JsonElement owner, string path, string property)
    {
        if (_fault is null
            && owner.ValueKind == JsonValueKind.Object
            && owner.TryGetProperty(property, out JsonElement element)
            && element.ValueKind == JsonValueKind.Number
            && element.TryGetDouble(out double value)
            && double.IsFinite(value))
        {
            return value;
        }

        Fail<string>($"{path}.{property}", "missing or not a finite number", "write a number");
        return 0;
    }

    private bool ReadFlag(JsonElement root, string property)
    {
        if (_fault is null
            && root.TryGetProperty(property, out JsonElement element)
            && element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        Fail<string>($"$.{property}", "missing or neither true nor false", "write true where the sensor gives whole counts, else false");
        return false;
    }

    private JsonElement ReadArray(JsonElement owner, string path, string property)
    {
        if (_fault is null
            && owner.ValueKind == JsonValueKind.Object
            && owner.TryGetProperty(property, out JsonElement element)
            && element.ValueKind == JsonValueKind.Array
            && element.GetArrayLength() > 0)
        {
            return element;
        }

        Fail<string>($"{path}.{property}", "missing, empty or not an array", "write at least one element");
        return default;
    }

    // The first fault is the one that is told: what follows from it would only hide it.
    private T? Fail<T>(string path, string what, string mend)
        where T : class
    {
        _fault ??= $"{path}: {what}: {mend}";
        return null;
    }
}
