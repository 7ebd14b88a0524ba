namespace EdgeAI.Records.Enrolment;

/// <summary>Why the city gave nothing.</summary>
/// <param name="Error">One line with the mend.</param>
public sealed record EnrolmentRefusal(string Error);
