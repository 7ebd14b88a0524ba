using System.Globalization;
using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// The UCI robot execution failures: lp1.data to lp5.data, each instance a class name followed by 15 rows of
/// Fx Fy Fz Tx Ty Tz, 21 ms apart, in raw counts whose unit the set does not state. The file's name says what the arm was
/// doing. Instances are played with a pause between them, by which a stage tells one window from the next.
/// </summary>
public sealed class RobotExecutionFailureImporter : IRecordingImporter
{
    private const int RowsPerInstance = 15;
    private const long SamplePeriodNanoseconds = 21_000_000;
    private const long PauseNanoseconds = 200_000_000;

    private static readonly string[] Activities =
    [
        "approach-to-grasp", "transfer-of-part", "position-after-transfer-failure", "approach-to-ungrasp", "motion-with-part",
    ];

    /// <inheritdoc/>
    public string Format => "UCI robot execution failures (lp1.data to lp5.data)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, string firstLine) => ProblemOf(fileName) is not null;

    /// <inheritdoc/>
    public bool TryImport(string fileName, string[] lines, long startNanoseconds, List<RecordedReading> readings, out string problem)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(readings);
        int problemIndex = ProblemOf(Path.GetFileName(fileName)) ?? throw new ArgumentException("the file was not recognised", nameof(fileName));
        RecordedSource source = new("wrench-failure", Activities[problemIndex]);
        long time = startNanoseconds;
        int instance = 0;
        for (int line = 0; line < lines.Length; line++)
        {
            string label = lines[line].Trim();
            if (label.Length == 0)
            {
                continue;
            }

            string group = string.Create(CultureInfo.InvariantCulture, $"lp{problemIndex + 1}#{instance++}");
            for (int row = 0; row < RowsPerInstance; row++)
            {
                line++;
                if (line >= lines.Length || !TryParseRow(lines[line], out WrenchStamped wrench))
                {
                    problem = $"{fileName}:{Math.Min(line, lines.Length - 1) + 1}: row {row + 1} of {RowsPerInstance} of '{label}' is no six integers (Fx Fy Fz Tx Ty Tz); take the file from its source again";
                    return false;
                }

                readings.Add(new RecordedReading(time, source, wrench, label, group));
                time += SamplePeriodNanoseconds;
            }

            time += PauseNanoseconds;
        }

        problem = "";
        return true;
    }

    private static bool TryParseRow(string line, out WrenchStamped wrench)
    {
        wrench = new WrenchStamped { ForceScale = new Scale(1, 0, Unit.Count), TorqueScale = new Scale(1, 0, Unit.Count) };
        string[] cells = line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (cells.Length != 6)
        {
            return false;
        }

        for (int cell = 0; cell < 6; cell++)
        {
            int[] destination = cell < 3 ? wrench.Force : wrench.Torque;
            if (!int.TryParse(cells[cell], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out destination[cell % 3]))
            {
                return false;
            }
        }

        return true;
    }

    private static int? ProblemOf(string fileName) =>
        fileName is ['l', 'p', >= '1' and <= '5', '.', 'd', 'a', 't', 'a'] ? fileName[2] - '1' : null;
}
