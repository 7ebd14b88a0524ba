namespace EdgeAI.Tests.Profiles;

/// <summary>The sample profile with sensors on its second board and stages before its own, each on a line of its own.</summary>
internal static class ChangedProfile
{
    /// <summary>What the loader says, one line for each problem, without the file's name.</summary>
    /// <param name="sensors">Sensors, as the profile writes them.</param>
    /// <param name="stages">Stages.</param>
    /// <param name="arms">Arms; empty for none.</param>
    public static string[] ProblemsOf(string[] sensors, string[] stages, string arms = "")
    {
        const string lastSensor = "\"rateHz\": 100, \"frame\": \"r_wrench\" }";
        const string firstStage = "\"stages\": [\n";
        string text = SampleProfile.Text;
        Assert.Equal(2, text.Split(lastSensor).Length);
        Assert.Equal(2, text.Split(firstStage).Length);
        text = text.Replace(lastSensor, lastSensor + string.Concat(sensors.Select(static sensor => ",\n" + sensor)), StringComparison.Ordinal)
            .Replace(firstStage, firstStage + string.Concat(stages.Select(static stage => stage + ",\n")), StringComparison.Ordinal);
        if (arms.Length > 0)
        {
            text = text.Replace("\"models\": [", $"\"arms\": [ {arms} ],\n  \"models\": [", StringComparison.Ordinal);
        }

        return [.. SampleProfile.ProblemsOf(text).Select(static problem => problem[(SampleProfile.File.Length + 1)..])];
    }

    /// <summary>An IMU without orientation.</summary>
    public static string Imu(double rate, string more = "") => FormattableString.Invariant(
        $"{{ \"stream\": 7, \"name\": \"wrist/motion\", \"driver\": \"lsm6dso\", \"bus\": \"head_i2c\", \"address\": \"0x6A\", \"rateHz\": {rate}, \"frame\": \"r_wrench\"{more} }}");
}
