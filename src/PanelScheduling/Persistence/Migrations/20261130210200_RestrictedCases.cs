using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Who of a council sees a case of a restricted record, as its hub says it.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130210200_RestrictedCases")]
    public partial class RestrictedCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "restricted_to", table: "panel_case", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.Sql("create index panel_case_restricted on panel_case (council) where restricted_to <> 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "restricted_to", table: "panel_case");
        }
    }
}
