/** What a new template begins with: one column, readable everywhere, personal with a default. */
export const starter = {
  subject: "News for {{ contact.firstName | default: 'you' }}",
  html: `<!doctype html>
<html>
  <body style="margin:0;background:#f5f7f7;font-family:Arial,sans-serif;color:#161c1d">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
      <tr>
        <td align="center" style="padding:24px">
          <table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff">
            <tr>
              <td style="padding:32px;font-size:16px;line-height:24px">
                <p>Hello {{ contact.firstName | default: 'there' }},</p>
                <p>write what is new here.</p>
                <p><a href="https://www.example.com" style="color:#0f5e73">Read more</a></p>
                <p style="font-size:12px;color:#566163">
                  {{ workspace.name }} · <a href="{{ unsubscribe_url }}" style="color:#566163">Unsubscribe</a>
                </p>
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
  </body>
</html>
`,
};
