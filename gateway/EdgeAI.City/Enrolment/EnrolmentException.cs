namespace EdgeAI.City.Enrolment;

/// <summary>A gateway gets nothing: the HTTP status and one line that says why.</summary>
internal sealed class EnrolmentException(int status, string line) : Exception(line)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
