namespace EdgeAI.City;

/// <summary>An error as one line for a person.</summary>
internal static class ErrorLine
{
    /// <summary>The innermost message says what happened ("Connection refused"); those around it say that something did.</summary>
    public static string Of(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");
}
