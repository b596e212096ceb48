using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Who wrote a decision maker's record, by name: the document that goes with an application says it.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130210300_WritersOfRecords")]
    public partial class WritersOfRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "writer_name", table: "decision_record", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "writer_name", table: "decision_record");
        }
    }
}
