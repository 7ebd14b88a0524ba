using System.Globalization;
using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// The BioTac SP grasp stability set: a CSV with the object, whether it slipped (1) or stayed (0), and 3 fingers x 24 taxels
/// of raw counts per grasp. The set has no times: grasps are played ten a second.
/// </summary>
public sealed class BioTacGraspImporter : IRecordingImporter
{
    private const int TaxelCount = 72;
    private const long GraspPeriodNanoseconds = 100_000_000;

    private static readonly RecordedSource Grasps = new("grasp-stability", null);

    /// <inheritdoc/>
    public string Format => "BioTac SP grasp stability (CSV: object,slipped,ff_biotac_1..24,mf_biotac_1..24,th_biotac_1..24)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, string firstLine)
    {
        ArgumentNullException.ThrowIfNull(firstLine);
        return firstLine.StartsWith("object,slipped,ff_biotac_1,", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public bool TryImport(string fileName, string[] lines, long startNanoseconds, List<RecordedReading> readings, out string problem)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(readings);
        long time = startNanoseconds;
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length == 0)
            {
                continue;
            }

            string[] cells = lines[line].Split(',');
            if (cells.Length != TaxelCount + 2 || cells[1] is not ("0" or "1"))
            {
                problem = $"{fileName}:{line + 1}: a grasp has an object, 0 or 1, and {TaxelCount} taxels, but this line has {cells.Length} cells; take the file from its source again";
                return false;
            }

            TactileArray array = new(TaxelCount, components: 1) { TaxelCount = TaxelCount, Scale = new Scale(1, 0, Unit.Count) };
            for (int taxel = 0; taxel < TaxelCount; taxel++)
            {
                if (!short.TryParse(cells[taxel + 2], NumberStyles.None, CultureInfo.InvariantCulture, out array.Values[taxel]))
                {
                    problem = $"{fileName}:{line + 1}: taxel {taxel + 1} is '{cells[taxel + 2]}', not a count from 0 to {short.MaxValue}; take the file from its source again";
                    return false;
                }
            }

            readings.Add(new RecordedReading(time, Grasps, array, cells[1] == "1" ? "slip" : "stable", cells[0]));
            time += GraspPeriodNanoseconds;
        }

        problem = "";
        return true;
    }
}
