namespace EdgeAI.City;

/// <summary>An error as one line for a person.</summary>
internal static class ErrorLine
{
    /// <summary>A message of ours names the thing and the mend. Of others' the innermost says what happened ("Connection refused"); those around it say that something did.</summary>
    public static string Of(Exception exception) => (exception is CityException ? exception : exception.GetBaseException()).Message.ReplaceLineEndings(" ");
}
