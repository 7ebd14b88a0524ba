using System.Globalization;

namespace EdgeAI.Perception.Networks;

/// <summary>Reads rows of numbers, comma-separated, one input a line, without a heading.</summary>
internal static class SampleRows
{
    private const int MostRows = 100_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">How many numbers a row must have.</param>
    /// <param name="rows">The rows; empty on failure.</param>
    /// <param name="problem">One line that names the file, the line in it and the mend; empty on success.</param>
    public static bool TryRead(string path, int values, out List<double[]> rows, out string problem)
    {
        rows = [];
        try
        {
            int number = 0;
            foreach (string line in File.ReadLines(path))
            {
                number++;
                string[] fields = line.Split(',');
                double[] row = new double[fields.Length];
                for (int index = 0; index < fields.Length; index++)
                {
                    if (!double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out row[index]) || !double.IsFinite(row[index]))
                    {
                        return Refuse($"{path}:{number}: '{Shortened(fields[index])}' is no number: write the values of one input, separated by commas", out rows, out problem);
                    }
                }

                if (row.Length != values || rows.Count == MostRows)
                {
                    return Refuse(
                        $"{path}:{number}: {row.Length} numbers in row {number} where the network takes {values}, in at most {MostRows} rows: write one input a line, without a heading",
                        out rows,
                        out problem);
                }

                rows.Add(row);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse($"{path}: cannot be read ({error.Message.Split('\n')[0].TrimEnd('.')}): name a file of inputs, comma-separated", out rows, out problem);
        }

        problem = rows.Count > 0 ? "" : $"{path}: holds no input: write one a line, comma-separated";
        return rows.Count > 0;
    }

    private static bool Refuse(string reason, out List<double[]> rows, out string problem)
    {
        rows = [];
        problem = reason;
        return false;
    }

    private static string Shortened(string text) => text.Length <= 20 ? text : text[..20] + "...";
}
