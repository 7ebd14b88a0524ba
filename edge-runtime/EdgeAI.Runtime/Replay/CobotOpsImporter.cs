using System.Globalization;
using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// The UR3 CobotOps set: a CSV with semicolons and decimal commas, a row a second with the currents, temperatures and rates of six joints, the tool's
/// current, and whether the arm stood in a protective stop or had lost its grip. The tool comes as a seventh joint, at rate 0. Rows with a value
/// missing are left out; temperatures have no place in a joint state.
/// </summary>
public sealed class CobotOpsImporter : IRecordingImporter
{
    private const int Joints = 6;
    private const int FirstCurrent = 2;
    private const int FirstRate = 14;
    private const int ToolCurrent = 20;
    private const int StopFlag = 22;
    private const int GripFlag = 23;
    private const double StepsPerUnit = 1e6;

    private static readonly RecordedSource Arm = new("joint-anomaly", null);

    /// <inheritdoc/>
    public string Format => "UR3 CobotOps (CSV: Num;Timestamp;Current_J0;Temperature_T0;...)";

    /// <inheritdoc/>
    public bool Recognises(string fileName, string firstLine)
    {
        ArgumentNullException.ThrowIfNull(firstLine);
        return firstLine.StartsWith("Num;Timestamp;Current_J0;", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public bool TryImport(string fileName, string[] lines, long startNanoseconds, List<RecordedReading> readings, out string problem)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(readings);
        string name = Path.GetFileNameWithoutExtension(fileName);
        DateTimeOffset? first = null;
        long last = -1;
        for (int line = 1; line < lines.Length; line++)
        {
            string[] cells = lines[line].Split(';');
            if (lines[line].Length == 0 || (cells.Length > GripFlag && Array.Exists(cells[..(GripFlag + 1)], string.IsNullOrWhiteSpace)))
            {
                continue;
            }

            if (!TryParse(cells, out DateTimeOffset instant, out JointState state, out string label))
            {
                problem = $"{fileName}:{line + 1}: is no reading of {GripFlag + 1} cells with decimal commas and the flags True or False; take the file from its source again";
                return false;
            }

            first ??= instant;
            long time = startNanoseconds + ((instant - first.Value).Ticks * TimeSpan.NanosecondsPerTick);
            if (time <= last)
            {
                problem = $"{fileName}:{line + 1}: is not later than the reading before it; take the file from its source again";
                return false;
            }

            last = time;
            readings.Add(new RecordedReading(time, Arm, state, label, string.Create(CultureInfo.InvariantCulture, $"{name}#{line - 1}")));
        }

        problem = "";
        return true;
    }

    private static bool TryParse(string[] cells, out DateTimeOffset instant, out JointState state, out string label)
    {
        state = new JointState
        {
            Count = Joints + 1,
            Parts = JointStateParts.Velocity | JointStateParts.Effort,
            EffortScale = new Scale(1, -6, Unit.Ampere),
            VelocityScale = new Scale(1, -6, Unit.RadianPerSecond),
        };
        label = "";
        instant = default;
        if (cells.Length <= GripFlag
            || !DateTimeOffset.TryParse(cells[1].Trim('"'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
            || !bool.TryParse(cells[StopFlag], out bool isStopped)
            || !bool.TryParse(cells[GripFlag], out bool isLost)
            || !TryParse(cells[ToolCurrent], out state.Effort[Joints]))
        {
            return false;
        }

        label = isStopped ? "protective-stop" : isLost ? "grip-lost" : "normal";
        for (int joint = 0; joint < Joints; joint++)
        {
            if (!TryParse(cells[FirstCurrent + (2 * joint)], out state.Effort[joint]) || !TryParse(cells[FirstRate + joint], out state.Velocity[joint]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParse(string cell, out int steps)
    {
        bool isNumber = double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) < int.MaxValue / StepsPerUnit;
        steps = isNumber ? (int)Math.Round(value * StepsPerUnit) : 0;
        return isNumber;
    }
}
