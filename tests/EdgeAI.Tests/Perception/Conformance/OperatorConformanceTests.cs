namespace EdgeAI.Tests.Perception.Conformance;

/// <summary>ONNX's own operator cases (Debian's libonnx-testdata) through the session path that every model takes.</summary>
public sealed class OperatorConformanceTests
{
    private const string Data = "/usr/share/libonnx-testdata/data";
    private const string Expected = "differences.tsv";

    [Fact]
    public void Operators_OfOnnxsOwnCases_DifferWhereTheListSaysAndNowhereElse()
    {
        Assert.SkipUnless(Directory.Exists(Data), "needs ONNX's operator cases: apt-get install libonnx-testdata");
        string[] models = [.. Directory.EnumerateFiles(Data, "model.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Dictionary<string, string> expected = ExpectedDifferences();
        List<string> news = [];
        foreach (string model in models)
        {
            string folder = Path.GetDirectoryName(model)!;
            string name = Path.GetRelativePath(Data, folder);
            string outcome = new OperatorCase(folder).Outcome();
            string known = expected.Remove(name, out string? listed) ? listed : "ok";
            if (!outcome.StartsWith(known, StringComparison.Ordinal))
            {
                news.Add($"{name}\t{outcome}\t(the list says: {known})");
            }
        }

        news.AddRange(expected.Keys.Select(static name => $"{name}\tis in the list and among the cases no more"));
        Assert.True(news.Count == 0, $"{news.Count} of {models.Length} differ from {Expected}; mend the code, or the list with a reason:\n{string.Join('\n', news)}");
    }

    /// <summary>Name, how the outcome begins, and why, in each line.</summary>
    private static Dictionary<string, string> ExpectedDifferences() =>
        File.ReadLines(Checkout.PathOf("tests", "EdgeAI.Tests", "Perception", "Conformance", Expected))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('\t'))
            .ToDictionary(static parts => parts[0], static parts => parts.Length == 3 && parts[2].Length > 0 ? parts[1] : throw new InvalidDataException($"{parts[0]}: a reason is missing"));
}
