using EdgeAI.Profiles.Calibrations;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Six-axis sensors: knots that rise, a thermometer where there are several, a matrix that integers can hold.</summary>
internal static class SixAxisRules
{
    private const int Axes = 6;

    private static readonly string[] AxisNames = ["Fx", "Fy", "Fz", "Tx", "Ty", "Tz"];

    public static void Check(SourceNode sensor, ProblemList problems)
    {
        if (sensor["sixAxis"] is not { } sheet)
        {
            return;
        }

        SourceNode[] knots = [.. sheet.ItemsOf("knots")];
        CheckKnots(knots, problems);
        int chips = sensor.ItemsOf("chips").Count();
        if (chips == Axes && knots.Length > 1)
        {
            problems.Add(sheet["knots"]!, "several knots need a thermometer, and there are six chips; add an SHT4x as the seventh chip, or leave one knot");
        }
        else if (chips == Axes + 1 && knots.Length < 2)
        {
            problems.Add(sensor["chips"]!, "the seventh chip is a thermometer, and there is one knot of temperature; give two knots or more, or remove the chip");
        }

        SourceNode[] rows = [.. sheet.ItemsOf("matrix")];
        for (int axis = 0; rows.Length == Axes && axis < Axes; axis++)
        {
            CheckRow(sheet, rows[axis], axis, problems);
        }

        CheckLargest(sheet["force"], problems);
        CheckLargest(sheet["torque"], problems);
    }

    private static void CheckKnots(SourceNode[] knots, ProblemList problems)
    {
        for (int index = 0; index < knots.Length; index++)
        {
            if (knots[index]["degreesCelsius"] is not { Number: { } here } written || problems.IsBad(written))
            {
                continue;
            }

            if (!SixAxisConverter.IsKnot(here))
            {
                problems.Add(written, $"a board counts whole hundredths of a degree, and {written.Written} is none; round it");
            }
            else if (index > 0 && knots[index - 1]["degreesCelsius"]?.Number is { } before && here <= before)
            {
                problems.Add(written, $"knots rise by a hundredth of a degree or more, and {written.Written} follows {before}; put them in order");
            }
        }
    }

    private static void CheckRow(SourceNode sheet, SourceNode row, int axis, ProblemList problems)
    {
        SourceNode? scale = sheet[axis < 3 ? "force" : "torque"];
        if (scale?["scaleMantissa"]?.Integer is not (> 0 and var mantissa) || scale["scaleExponent"]?.Integer is not (>= -18 and <= 18 and var exponent)
            || row.Children.Count != Axes || row.Children.Any(static number => number.Number is null) || problems.IsBad(row))
        {
            return;
        }

        double[] entries = [.. row.Children.Select(static number => number.Number!.Value)];
        int[] integers = new int[Axes];
        if (!SixAxisConverter.TryConvertRow(entries, mantissa * Math.Pow(10, exponent), integers, out _))
        {
            problems.Add(row, $"a count is worth more than 2^28 steps of {AxisNames[axis]}; choose a larger step");
        }
        else if (integers.All(static entry => entry == 0))
        {
            problems.Add(row, $"no channel moves {AxisNames[axis]}: a row of zeros, or of less than 2^-40 step a count; write the maker's row, or choose a smaller step");
        }
    }

    private static void CheckLargest(SourceNode? scale, ProblemList problems)
    {
        if (scale?["largest"] is { Number: { } largest } written && scale["scaleMantissa"]?.Integer is > 0 and var mantissa && scale["scaleExponent"]?.Integer is >= -18 and <= 18 and var exponent
            && largest / (mantissa * Math.Pow(10, exponent)) > int.MaxValue && !problems.IsBad(written))
        {
            problems.Add(written, $"{written.Written} are more steps than 32 bits count; choose a larger step, or write 0 for no limit");
        }
    }
}
